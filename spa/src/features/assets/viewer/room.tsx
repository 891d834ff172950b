import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { cx } from "@/ui/class-names";
import type { Swipes } from "./swipes";
import type { Zoom } from "./use-zoom";
import type { RoomProps } from "./viewer";
import { useDeleting, useRemoving } from "./use-removing";
import { Chevrons, ViewerBar } from "./viewer-bar";
import { onViewerKey, StageKeys } from "./viewer-keys";

type FrameProps = RoomProps & {
  stage: RefObject<HTMLDivElement | null>;
  zoom?: Zoom | null;
  keys?: StageKeys;
  /** The stage's own manners: how it takes touches, and how near the edge it goes. */
  className: string;
  children: ReactNode;
};

/** The frame around whatever is shown: its name, what can be done with it, the ways on, and the keys. */
export function Room({ stage, zoom = null, keys, className, children, ...props }: FrameProps) {
  const { card, neighbours, actions, onGo, onClose, info, toggleInfo } = props;
  const download = (): void => actions.askFiles(card.id);
  const collect = card.trashedAt === null ? (): void => actions.askCollection([card.id]) : null;
  const remove = useRemoving(props);
  const deleteForGood = useDeleting(props);
  useEffect(() => {
    stage.current?.focus();
  }, [stage]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void =>
      onViewerKey(event, {
        ...{ zoom, neighbours, onGo, onClose, toggleInfo, download, remove },
        take: keys?.take ?? null,
        collect: collect ?? (() => undefined),
      });
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <section className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <ViewerBar
        card={card}
        zoom={zoom}
        info={info}
        toggleInfo={toggleInfo}
        onClose={onClose}
        onDownload={download}
        onCollect={collect}
        onRemove={remove}
        onDelete={deleteForGood}
      />
      <div
        ref={stage}
        tabIndex={-1}
        className={cx("relative min-h-0 flex-1 overflow-hidden outline-none", className)}
        {...(zoom && { "data-zoom": zoom.hold.scale.toFixed(2) })}
      >
        {children}
      </div>
      <Chevrons neighbours={neighbours} onGo={onGo} />
    </section>
  );
}

/** Where swipes lead: sideways to the neighbours, down and out. */
export function swipesOf({ neighbours, onGo, onClose }: RoomProps): Swipes {
  const go = (id: string | null): void => {
    if (id !== null) onGo(id);
  };
  return { left: () => go(neighbours.after), right: () => go(neighbours.before), down: onClose };
}

/** A room's stage and the keys of what stands on it. */
export function useStage(): { stage: RefObject<HTMLDivElement | null>; keys: StageKeys } {
  const [keys] = useState(() => new StageKeys());
  return { stage: useRef<HTMLDivElement>(null), keys };
}
