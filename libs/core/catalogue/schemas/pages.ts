import * as words from './words.js'

export const positions = words.mapping(
  'What people are employed to do, where, and what the console lets them read.',
  words.record('One position.', ['says', 'worksIn', 'may'], {
    says: words.sentence,
    worksIn: words.name,
    may: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['gaps.read', 'lists.read', 'messages.read', 'hub.read', 'hub.operate'] },
    },
  }),
)

const path = {
  type: 'string',
  pattern: '^data(?:\\.[A-Za-z][A-Za-z0-9]*)+$',
  description: 'a path into data such as data.releaseDate',
}
const types = { type: 'array', minItems: 1, uniqueItems: true, items: words.factPattern }

export const list = words.record(
  'A list of people that a page shows to a unit, made from the facts that the unit was told.',
  ['list', 'title', 'says', 'source', 'enters', 'columns', 'sortedBy'],
  {
    list: words.name,
    title: words.sentence,
    says: words.sentence,
    source: words.sentence,
    enters: types,
    leaves: types,
    adds: types,
    columns: {
      type: 'array',
      minItems: 1,
      maxItems: 8,
      items: words.record('One column.', ['heading', 'from'], {
        heading: words.sentence,
        from: words.oneOrMore(path),
      }),
    },
    sortedBy: words.sentence,
  },
)
