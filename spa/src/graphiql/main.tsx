import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";
import { Session } from "@/lib/api/session";
import { GraphiQLPage } from "./graphiql-page";
import "./graphiql.css";

const root = document.getElementById("root");
if (!root) throw new Error("graphiql.html has no #root");
createRoot(root).render(<GraphiQLPage session={new Session()} />);
