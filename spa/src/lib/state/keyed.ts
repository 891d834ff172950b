import { useCallback, useSyncExternalStore } from "react";

type Listener = () => void;

/** Many values by key, each with listeners of its own: one change renders one card, however long the list. */
export class Keyed<T> {
  readonly #values = new Map<string, T>();
  readonly #listeners = new Map<string, Set<Listener>>();

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  values(): IterableIterator<T> {
    return this.#values.values();
  }

  get size(): number {
    return this.#values.size;
  }

  set(key: string, value: T): void {
    this.#values.set(key, value);
    this.#tell(key);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#tell(key);
  }

  listen(key: string, listener: Listener): Listener {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  #tell(key: string): void {
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }
}

const silent = (): void => undefined;

/** Read one key in a component; an undefined key reads as nothing. */
export function useKeyed<T>(values: Keyed<T>, key: string | undefined): T | undefined {
  const listen = useCallback(
    (listener: Listener) => (key === undefined ? silent : values.listen(key, listener)),
    [values, key],
  );
  return useSyncExternalStore(listen, () => (key === undefined ? undefined : values.get(key)));
}
