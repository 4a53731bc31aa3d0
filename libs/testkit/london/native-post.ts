import type { Edge, Speaker } from './edges.js'

/** One native message on its way to an edge. */
export interface NativePost {
  edge: Edge
  path: string
  contentType: string
  body: string | Uint8Array
  /** Whose system sends it, where that is not the edge's own. */
  as?: Speaker
  /** What an honest edge answers. */
  expects: 'accepted' | 'refused'
  about: string
}
