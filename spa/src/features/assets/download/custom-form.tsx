import { FlipHorizontal2, RotateCw } from "lucide-react";
import { useEffect, useId, useState, type SubmitEvent, type ReactNode } from "react";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { TextField } from "@/ui/text-field";
import { ReadPresets, type CreateInput, type Preset } from "./operations";
import { PartPicker } from "./part-picker";
import { PLAIN, recipeOf, sizeOf, troubleWith, type Wish } from "./recipe";
import { SaveAsPreset } from "./save-as-preset";

type CustomFormProps = {
  /** The one picture to choose a part of; null for many, which have no part in common. */
  picture: { url: string; width: number; height: number; title: string } | null;
  waiting: boolean;
  trouble: string | null;
  onOrder: (what: Pick<CreateInput, "recipe" | "preset">) => void;
};

const FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"] as const;
const FORMAT_NAMES = { JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", AVIF: "AVIF" };

/** Any other size: a preset, or edges, a part, a turn, filters, a mark and a format. */
export function CustomForm({ picture, waiting, trouble, onOrder }: CustomFormProps) {
  const presets = usePresets();
  const [preset, setPreset] = useState("");
  const [wish, setWish] = useState<Wish>(PLAIN);
  const change = (part: Partial<Wish>): void => setWish((before) => ({ ...before, ...part }));
  const wrong = troubleWith(wish.width) ?? troubleWith(wish.height);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (preset !== "") onOrder({ preset });
    else if (wrong === null) onOrder({ recipe: recipeOf(wish) });
  };
  const comesTo = picture && preset === "" && wrong === null ? sizeOf(wish, picture) : null;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {presets.length > 0 && (
        <Choice label="Preset" value={preset} onChange={setPreset}>
          <option value="">My own choice</option>
          {presets.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
      )}
      {preset === "" && (
        <div className={cx("flex flex-col gap-5", picture && "sm:grid sm:grid-cols-2 sm:gap-6")}>
          {picture && (
            <PartPicker
              url={picture.url}
              alt={picture.title}
              wish={wish}
              onFocus={(focus) => change({ focus })}
              onCrop={(crop) => change({ crop })}
            />
          )}
          <div className="flex flex-col gap-4">
            <Size wish={wish} change={change} picked={picture !== null} />
            <Looks wish={wish} change={change} />
            <Output wish={wish} change={change} />
          </div>
        </div>
      )}
      {trouble !== null && (
        <p role="alert" className="text-sm text-bad">
          {trouble}
        </p>
      )}
      <div className="sticky -bottom-6 -mx-6 -mb-6 flex flex-wrap items-center gap-3 border-t border-line bg-raised px-6 py-4">
        <Button type="submit" look="primary" disabled={waiting || wrong !== null}>
          {waiting ? "Being made ..." : picture ? "Make and download" : "Make them"}
        </Button>
        {comesTo && (
          <span className="text-sm text-ink-soft tabular-nums">{`${comesTo.width} × ${comesTo.height} pixels`}</span>
        )}
        {preset === "" && <SaveAsPreset recipe={recipeOf(wish)} />}
      </div>
    </form>
  );
}

type PartProps = { wish: Wish; change: (part: Partial<Wish>) => void };

function Size({ wish, change, picked }: PartProps & { picked: boolean }) {
  const field = (name: "width" | "height", label: string): ReactNode => (
    <TextField
      label={label}
      inputMode="numeric"
      value={wish[name]}
      trouble={troubleWith(wish[name])}
      placeholder="as it is"
      onChange={({ target }) => change({ [name]: target.value })}
    />
  );
  return (
    <fieldset className="grid grid-cols-2 gap-3">
      <legend className="sr-only">Size in pixels</legend>
      {field("width", "Width, at most")}
      {field("height", "Height, at most")}
      <div className="col-span-2">
        <Tick checked={wish.fills} onChange={(fills) => change({ fills })}>
          Fill both edges, cut what is over
        </Tick>
        {wish.fills && picked && <p className="text-sm text-ink-soft">Click the picture where it matters most.</p>}
      </div>
    </fieldset>
  );
}

function Looks({ wish, change }: PartProps) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Looks</legend>
      <div className="flex flex-wrap gap-2">
        <Button icon={RotateCw} onClick={() => change({ turn: ((wish.turn + 90) % 360) as Wish["turn"] })}>
          {wish.turn === 0 ? "Turn" : `Turned ${wish.turn}°`}
        </Button>
        <Button
          icon={FlipHorizontal2}
          aria-pressed={wish.mirrored}
          onClick={() => change({ mirrored: !wish.mirrored })}
        >
          {wish.mirrored ? "Mirrored" : "Mirror"}
        </Button>
        <Tick checked={wish.greyscale} onChange={(greyscale) => change({ greyscale })}>
          Black and white
        </Tick>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Slide label="Blur" most={50} step={0.5} value={wish.blur} onChange={(blur) => change({ blur })} />
        <Slide label="Sharpen" most={5} step={0.1} value={wish.sharpen} onChange={(sharpen) => change({ sharpen })} />
      </div>
      <TextField
        label="Text over it"
        maxLength={200}
        value={wish.mark}
        onChange={({ target }) => change({ mark: target.value })}
      />
    </fieldset>
  );
}

function Output({ wish, change }: PartProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Choice label="Format" value={wish.format} onChange={(format) => change({ format: format as Wish["format"] })}>
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {FORMAT_NAMES[format]}
          </option>
        ))}
      </Choice>
      {wish.format !== "PNG" && (
        <Slide label="Quality" least={1} most={100} value={wish.quality} onChange={(quality) => change({ quality })} />
      )}
    </div>
  );
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; children: ReactNode };

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="h-11 rounded-md border border-line-strong bg-raised px-2 text-base"
      >
        {children}
      </select>
    </div>
  );
}

type TickProps = { checked: boolean; onChange: (checked: boolean) => void; children: string };

function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className="flex min-h-9 items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4 accent-accent"
      />
      {children}
    </label>
  );
}

type SlideProps = {
  label: string;
  value: number;
  most: number;
  least?: number;
  step?: number;
  onChange: (value: number) => void;
};

function Slide({ label, value, most, least = 0, step = 1, onChange }: SlideProps) {
  return (
    <label className="flex flex-col gap-1.5 text-sm font-medium">
      <span className="flex justify-between">
        {label}
        <span className="font-normal text-ink-soft tabular-nums">{value}</span>
      </span>
      <input
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
        className="h-9 accent-accent"
      />
    </label>
  );
}

/** The library's presets; without them one's own choice is left. */
function usePresets(): readonly Preset[] {
  const { ask } = useServices();
  const [presets, setPresets] = useState<readonly Preset[]>([]);
  useEffect(() => {
    void ask(ReadPresets, {}).then(
      ({ renditionPresets }) => setPresets(renditionPresets),
      () => setPresets([]),
    );
  }, [ask]);
  return presets;
}
