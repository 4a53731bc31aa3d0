/** Whether PostgreSQL, and so every register here, can hold the text: it has no place for NUL and half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** The text with a replacement character for what cannot be held: a sentence that quotes it still has to be kept. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}

/** JSON of what quotes others, each text of it storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => (typeof each === 'string' ? storable(each) : each))
}
