import { COMPARISON, type FaultyContract, POLICE, RULE } from './changed-contracts.js'

/** What may be wrong in rules, comparisons and the reference files. */
export const FAULTY_RULES: readonly FaultyContract[] = [
  [
    'a rule about a handle that an event does not say',
    ['events/police/marker.updated.v1.yaml', 'handles:\n  order: [courtCode, orderId]\n', ''],
    10,
    'police.marker.updated@1 does not say which: declare the handle order',
  ],
  [
    'a rule on an unknown event',
    [RULE, '- courts.order.made', '- courts.order.maid'],
    8,
    'There is no event courts.order.maid',
  ],
  [
    'a deadline in no grammar',
    [RULE, '7 calendar days after opening', 'within a week'],
    13,
    'is not understood as a time',
  ],
  [
    'a deadline from a date the opening lacks',
    [RULE, '7 calendar days after opening', '7 calendar days after data.madeAt'],
    13,
    'has no date data.madeAt',
  ],
  [
    'a rung that nobody bears',
    [RULE, 'at breach: [desk]', 'at breach: [chief]'],
    17,
    'There is no role chief',
  ],
  [
    'a rung that counts from elsewhere',
    [RULE, 'at breach:', 'at opening:'],
    17,
    'A rung counts from the breach',
  ],
  [
    'a gap that carries what no opening says',
    [RULE, 'carries: [kind]', 'carries: [colour]'],
    18,
    'No event that opens the rule has colour',
  ],
  [
    'a person field that the profile lacks',
    [RULE, 'person.inCustody', 'person.inHospital'],
    11,
    'person.inHospital does not exist',
  ],
  [
    'a rule one per something unknown',
    [RULE, 'onePer: order', 'onePer: ordre'],
    6,
    'ordre is neither person, unit',
  ],
  [
    'a rule that waits for nothing',
    [RULE, 'expects: police.marker.updated where data.full\n', ''],
    2,
    'neither what it expects',
  ],
  [
    'a rule in a file of another name',
    [RULE, 'obligation: RR-02', 'obligation: RR-03'],
    2,
    'A file of RR-03 is named',
  ],
  [
    'a side that declares no extracts',
    [POLICE, 'extracts: [police.marker.updated]', 'extracts: []'],
    8,
    'declares extracts of police.marker.updated',
  ],
  [
    'a condition for holding on no side',
    [COMPARISON, 'compares: [kind]', 'heldWhen:\n  visor: "true"\ncompares: [kind]'],
    12,
    'visor is not a side',
  ],
  [
    'a last day that no side has',
    [COMPARISON, 'compares: [kind]', 'noLongerDue: after data.ended\ncompares: [kind]'],
    11,
    'data.ended does not exist',
  ],
  [
    'a difference on no side',
    [COMPARISON, 'absent from pnc', 'absent from visor'],
    13,
    'visor is not a side',
  ],
  [
    'a difference in a field not compared',
    [COMPARISON, 'kind differs at pnc', 'colour differs at pnc'],
    16,
    'colour is not compared',
  ],
  [
    'a compared field on one side only',
    [COMPARISON, 'compares: [kind]', 'compares: [kind, endsOn]'],
    11,
    'one side only',
  ],
  [
    'a consequence that does not exist',
    [COMPARISON, 'RR-02 at once\n', 'RR-09 at once\n'],
    15,
    'There is no obligation RR-09',
  ],
  [
    'a coverage condition no side can answer',
    [COMPARISON, "data.madeOn >= '2004-01-01'", "data.made >= '2004'"],
    9,
    'data.made does not exist',
  ],
  [
    'an exclusion of somebody unknown',
    ['reference/exclusions.yaml', 'never: [desk]', 'never: [press]'],
    5,
    'No unit has the role press',
  ],
  [
    'a conflict told to nobody',
    ['reference/profile.yaml', 'conflict, to desk', 'conflict, to chief'],
    6,
    'There is no role chief',
  ],
  [
    'a profile field of an unknown type',
    ['reference/profile.yaml', 'set of order', 'set of ordre'],
    4,
    'neither a type of the vocabulary',
  ],
]
