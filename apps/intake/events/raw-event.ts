/** One event of a request, before anything was judged: attributes in CloudEvents' own names, data, and data's bytes. */
export interface RawEvent {
  attributes: Readonly<Record<string, unknown>>
  data: unknown
  bytes: Buffer
}

/** A member of a batch that is not even an object. */
export interface NoEvent {
  says: string
}
