/** Stands for Node’s Buffer. In the CMS one package alone asks for it, `gray-matter`, which keeps a copy of each text in one; nobody reads that. */
export const Buffer = { from: (text: string): string => text, isBuffer: (): boolean => false };
