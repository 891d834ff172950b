import { createContext, use } from "react";

/** What the person who is signed in may do, by the names the API gives it. */
export const PermissionsContext = createContext<readonly string[]>([]);

/** Whether the person may do this; the API decides all the same. */
export const useMay = (permission: string): boolean => use(PermissionsContext).includes(permission);
