/** What a cleared field means: Decap saves `""`, `null`, `[]` or `{}` for it, and all of them mean "not filled in". */

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/**
 * The same value without its blanks, at any depth; `undefined` when nothing is left. It must be applied before a schema
 * reads an entry, or a cleared optional field would break the build (https://github.com/decaporg/decap-cms/issues/7120).
 */
export function dropBlanks(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(dropBlanks).filter((item) => !isBlank(item));
    return isBlank(kept) ? undefined : kept;
  }
  if (typeof value === 'object' && value !== null) {
    const kept = Object.fromEntries(
      Object.entries(value)
        .map(([key, inner]) => [key, dropBlanks(inner)] as const)
        .filter(([, inner]) => !isBlank(inner)),
    );
    return isBlank(kept) ? undefined : kept;
  }
  return isBlank(value) ? undefined : value;
}
