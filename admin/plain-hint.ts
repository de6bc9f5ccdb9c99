/** Stands where Decap shows a field’s hint as Markdown: ours are plain words, shown as they are. */
const PlainHint = ({ children }: { readonly children: string }) => children;

export default PlainHint;
