import { useLocation, useNavigate } from "react-router";
import { paramsOf, type View } from "./list/view";

/** Show another view. While somebody types, one entry of the history follows the words; settled, it stays. */
export type ShowView = (view: View, how?: "new" | "typing" | "settled") => void;

/** The way from view to view; each has an address, so that going back is going back. */
export function useViewing(): ShowView {
  const navigate = useNavigate();
  const location = useLocation() as { search: string; state: { typing?: boolean } | null };
  const typing = location.state?.typing === true;
  return (view, how = "new") => {
    const search = paramsOf(view).toString();
    const same = search === new URLSearchParams(location.search).toString();
    if (same && (how !== "settled" || !typing)) return;
    const replace = how !== "new" && typing;
    void navigate({ pathname: "/", search }, { replace, state: how === "typing" ? { typing: true } : null });
  };
}
