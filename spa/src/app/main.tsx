import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Session } from "@/lib/api/session";
import { App } from "./app";
import { ErrorBoundary } from "./error-boundary";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App session={new Session()} />
    </ErrorBoundary>
  </StrictMode>,
);
