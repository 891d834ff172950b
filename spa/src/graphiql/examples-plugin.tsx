import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import { BookOpenText } from "lucide-react";
import { useEffect, useRef } from "react";
import { examples, type Example } from "./example-operations";

/** A list of operations that work, each opened in a tab of its own. */
export const examplesPlugin: GraphiQLPlugin = {
  title: "Examples",
  icon: () => <BookOpenText aria-hidden />,
  content: ExampleList,
};

function ExampleList() {
  const open = useOpenInTab();
  return (
    <section>
      <div className="graphiql-doc-explorer-title">Examples</div>
      <p>Each opens in a tab of its own and runs as it stands, or says in its first line what to fill in.</p>
      <ul className="vitrine-examples">
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" className="graphiql-un-styled" onClick={() => open(example)}>
              {example.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Add a tab and fill it once the editors have turned to it. */
function useOpenInTab(): (example: Example) => void {
  const actions = useGraphiQLActions();
  const [queryEditor, variableEditor, activeTab] = [
    useGraphiQL((state) => state.queryEditor),
    useGraphiQL((state) => state.variableEditor),
    useGraphiQL((state) => state.activeTabIndex),
  ];
  const wanted = useRef<Example | null>(null);
  useEffect(() => {
    if (!wanted.current) return;
    queryEditor?.setValue(wanted.current.query);
    variableEditor?.setValue(wanted.current.variables);
    wanted.current = null;
    // Only the change of tab fills it: the editors themselves stay the same.
  }, [activeTab]); // eslint-disable-line react-hooks/exhaustive-deps
  return (example) => {
    wanted.current = example;
    actions.addTab();
  };
}
