import { CircleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

/** Say what a broken screen means: nothing stored is affected, and a fresh page usually helps. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="grid min-h-full place-items-center">
        <Notice
          icon={CircleAlert}
          title="This page stopped working"
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              Open it again
            </Button>
          }
        >
          Everything already stored is safe. Files that were still on their way have to be added again.
        </Notice>
      </main>
    );
  }
}
