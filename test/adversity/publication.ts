/** A record as an agency writes it to its own topic. */
export interface Publication {
  organisation: string
  record: { key: string | null; value: Buffer | null; headers: Record<string, string> }
}
