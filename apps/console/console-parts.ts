/** Names under which parts that are no classes are injected. */
export const CATALOGUE = Symbol('catalogue')
