/// <reference types="vite/client" />
import "react";

declare module "react" {
  // Not in React's types: the picker of a whole folder. The parameter has to be there to extend the interface.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface InputHTMLAttributes<T> {
    webkitdirectory?: string;
  }
}
