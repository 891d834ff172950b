import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const NOUNS = ["accounts", "assets", "collections", "duplicates", "queues", "uploads"];
const forbid = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const storey = (group, message) => ({ group, message });

export default tseslint.config(
  { ignores: ["dist", "src/lib/api/schema-types.d.ts"] },
  js.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, jsxA11y.flatConfigs.strict, reactHooks.configs.flat.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { project: "./tsconfig.json" } },
    rules: {
      // `return fail(...)` ends a function with the call that ends it; numbers read well inside templates.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "no-restricted-globals": ["error", "event", "name"],
    },
  },
  // Storeys: app -> features -> ui, lib; nothing looks up, and no feature looks sideways.
  { files: ["src/lib/**"], rules: forbid(storey(["@/ui/*", "@/features/*", "@/app/*"], "lib knows no screen.")) },
  { files: ["src/ui/**"], rules: forbid(storey(["@/lib/*", "@/features/*", "@/app/*"], "ui carries no data.")) },
  ...NOUNS.map((noun) => ({
    files: [`src/features/${noun}/**`],
    rules: forbid(
      storey(["@/app/*"], "A feature does not know where it is shown."),
      storey(
        NOUNS.filter((other) => other !== noun).map((other) => `@/features/${other}/*`),
        "No feature imports another.",
      ),
    ),
  })),
  {
    files: ["src/**/*"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "ImportDeclaration[source.value=/^\\.\\.\\u002F/]", message: "Import by @/ path." },
      ],
    },
  },
  // A test asks whether a method of a double was called: it never calls it apart from its object.
  {
    files: ["src/**/*.test.ts"],
    rules: { "@typescript-eslint/unbound-method": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["*.js", "src/app/theme-before-paint.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
);
