import { useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useMay } from "@/lib/permissions";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { SavePreset, type RecipeInput } from "./operations";

/** Keep a recipe for everybody in the library; for those who may. */
export function SaveAsPreset({ recipe }: { recipe: RecipeInput }) {
  const { ask } = useServices();
  const may = useMay("library.manage");
  const [name, setName] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  if (!may) return null;
  const save = async (): Promise<void> => {
    if (name === null || name.trim() === "") return;
    const answer = await ask(SavePreset, { input: { name: name.trim(), recipe } }).catch((error: unknown) =>
      wordsFor(error),
    );
    if (typeof answer === "string") return setSaid(answer);
    const { saveRenditionPreset: result } = answer;
    if (result.__typename !== "RenditionPreset") return setSaid(result.message);
    setSaid(`Kept as ${result.name}.`);
    setName(null);
  };
  return (
    <span className="ml-auto flex flex-wrap items-center gap-2 text-sm">
      {said !== null && <span role="status">{said}</span>}
      {name === null ? (
        <Button look="quiet" onClick={() => setName("")}>
          Keep as a preset
        </Button>
      ) : (
        <>
          <input
            aria-label="Name of the preset"
            value={name}
            maxLength={100}
            placeholder="Name"
            onChange={({ target }) => setName(target.value)}
            className="h-9 w-32 rounded-md border border-line-strong bg-raised px-2"
          />
          <Button onClick={() => void save()}>Keep</Button>
        </>
      )}
    </span>
  );
}
