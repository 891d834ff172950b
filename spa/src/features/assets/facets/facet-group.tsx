import { Fragment, useId, useState } from "react";
import { FacetRow, type OnChoose } from "./facet-row";
import { FEW, shownOf, type Group, type Row } from "./groups";

/** From here on a list is long enough to be looked through by typing. */
const LONG = 12;

/** What one thing can be: the most frequent first, more on request. */
export function FacetGroup({ group: { title, rows, months }, onChoose }: { group: Group; onChoose: OnChoose }) {
  const heading = useId();
  const [all, setAll] = useState(false);
  const [looked, setLooked] = useState("");
  const shown = shownOf(rows, all, looked);
  return (
    <section aria-labelledby={heading} className="border-t border-line py-3 first-of-type:border-t-0">
      <h3 id={heading} className="px-1.5 pb-1 text-sm font-semibold">
        {title}
      </h3>
      {rows.length > LONG && (
        <input
          type="text"
          aria-label={`Find in ${title}`}
          placeholder={`Find in ${title.toLowerCase()}`}
          autoComplete="off"
          value={looked}
          onChange={({ target }) => setLooked(target.value)}
          className="mb-1 h-8 w-full rounded-md bg-sunken px-2.5 text-sm outline-offset-0 placeholder:text-ink-faint touch:h-11"
        />
      )}
      <ul>
        {shown.map((row) => (
          <Fragment key={row.value}>
            <FacetRow row={row} onChoose={onChoose} />
            <Months year={row.value} months={months} onChoose={onChoose} />
          </Fragment>
        ))}
      </ul>
      {shown.length === 0 && <p className="px-1.5 py-1 text-sm text-ink-faint">None is called that.</p>}
      {looked.trim() === "" && rows.length > FEW && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="h-8 rounded-md px-1.5 text-sm text-accent hover:underline touch:h-11"
        >
          {all ? "Show fewer" : `Show all ${rows.length.toLocaleString("en-GB")}`}
        </button>
      )}
    </section>
  );
}

/** The months within a year, each bar as long as there is much in it. */
function Months({ year, months, onChoose }: { year: string; months: readonly Row[]; onChoose: OnChoose }) {
  const within = months.filter(({ value }) => value.startsWith(`${year}-`));
  const most = Math.max(1, ...within.map(({ count }) => count ?? 0));
  if (within.length === 0) return null;
  return (
    <li>
      <ul aria-label={`Months of ${year}`} className="my-1 ml-3.5 border-l border-line pl-1">
        {within.map((row) => (
          <FacetRow key={row.value} row={inYear(row)} share={(row.count ?? 0) / most} onChoose={onChoose} />
        ))}
      </ul>
    </li>
  );
}

/** "November" of "November 2026": the year stands above it. */
const inYear = (row: Row): Row => ({ ...row, words: row.words.replace(/ \d+$/, "") });
