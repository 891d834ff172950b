import { AudioLines, File, FileText, Film, Image, type LucideIcon } from "lucide-react";
import type { MediaKind } from "@/lib/library/asset-card";

export const KIND_ICONS: Record<MediaKind, LucideIcon> = {
  IMAGE: Image,
  VIDEO: Film,
  AUDIO: AudioLines,
  DOCUMENT: FileText,
  OTHER: File,
};

export const KIND_WORDS: Record<MediaKind, string> = {
  IMAGE: "Photo",
  VIDEO: "Film",
  AUDIO: "Sound",
  DOCUMENT: "Document",
  OTHER: "File",
};
