import { Keyboard } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { isWriting } from "@/ui/writing";

const GROUPS: { title: string; keys: [string, string][] }[] = [
  {
    title: "In the library",
    keys: [
      ["← → ↑ ↓", "Move from card to card"],
      ["/", "Search"],
      ["f", "Filters"],
      ["Space", "Quick look"],
      ["Enter", "Open"],
      ["x", "Select"],
      ["c", "Add to a collection"],
      ["Shift + arrows", "Select a range"],
      ["Delete", "Move to the trash; in the trash, restore"],
      ["Ctrl + z", "Take the last removal back"],
      ["Esc", "Clear the selection"],
      ["Ctrl + v", "Add files from the clipboard"],
      ["?", "These keys"],
    ],
  },
  {
    title: "In the search",
    keys: [
      ["↓ ↑", "Move among the suggestions"],
      ["Enter", "Take the suggestion; or go to the results, and remember the search"],
      ["Delete", "Forget an earlier search"],
      ["Esc", "Clear the words, then leave"],
    ],
  },
  {
    title: "In the filters",
    keys: [
      ["Space", "Choose"],
      ["Alt + click", "Leave out"],
    ],
  },
  {
    title: "Looking at one",
    keys: [
      ["← →", "Previous, next"],
      ["+ −", "Zoom"],
      ["1", "Every pixel, or fitted"],
      ["0", "Fit to the window"],
      ["i", "Information"],
      ["d", "Download"],
      ["c", "Add to a collection; captions, in a film"],
      ["Delete", "Move to the trash"],
      ["Shift + ← →", "Previous, next, while something plays or is zoomed"],
      ["Esc", "Back to the same place"],
    ],
  },
  {
    title: "Film and sound",
    keys: [
      ["Space, k", "Play, pause; hold a moving picture still"],
      ["← →", "Back, on 5 s, once it plays"],
      ["j l", "Back, on 10 s"],
      ["↑ ↓", "Louder, quieter"],
      ["m", "Mute"],
      ["0 – 9", "To a tenth of it"],
      ["< >", "Slower, faster"],
      [", .", "One picture back, on"],
      ["c", "Captions"],
      ["f", "Full screen"],
    ],
  },
  {
    title: "Documents",
    keys: [
      ["Page ↑ ↓", "Previous, next page"],
      ["Home, End", "First, last page"],
      ["+ −, 0", "Zoom, fit to the width"],
    ],
  },
];

/** The way to the list of keys: this button, or the question mark anywhere. */
export function KeysButton() {
  const [open, setOpen] = useState(false);
  useQuestionMark(() => setOpen(true));
  return (
    <>
      <IconButton icon={Keyboard} label="Keys" onClick={() => setOpen(true)} />
      {open && <KeysDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function useQuestionMark(show: () => void): void {
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      if (key === "?" && !isWriting(target) && !document.querySelector("dialog[open]")) show();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

/** Every key there is. */
function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      {GROUPS.map(({ title, keys }) => (
        <section key={title} className="mb-5 last:mb-0">
          <h3 className="mb-1 text-sm font-semibold text-ink-soft">{title}</h3>
          <dl className="text-sm">
            {keys.map(([key, does]) => (
              <div key={key} className="flex items-center justify-between border-t border-line py-2">
                <dt>{does}</dt>
                <dd>
                  <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-sans text-xs text-ink-soft">
                    {key}
                  </kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
