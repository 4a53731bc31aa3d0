/** What the court does to an order when it grants an application, by the application's offence code (category VP). */
export interface ApplicationMeaning {
  orderType: string
  changeType: 'VARIED' | 'RENEWED' | 'DISCHARGED'
}

/**
 * Applications about an order that exists. V: SX03519 to SX03521 (DOMAIN C.7). K: the others, by the same sequence in
 * the same schedule of codes; they change here and nowhere else. An application for a new order has the result code of
 * the order that was made and needs no entry.
 */
export const APPLICATION_CODES: ReadonlyMap<string, ApplicationMeaning> = new Map([
  ['SX03511', { orderType: 'SOPO', changeType: 'VARIED' }],
  ['SX03512', { orderType: 'SOPO', changeType: 'RENEWED' }],
  ['SX03513', { orderType: 'SOPO', changeType: 'DISCHARGED' }],
  ['SX03519', { orderType: 'FTO', changeType: 'VARIED' }],
  ['SX03520', { orderType: 'FTO', changeType: 'RENEWED' }],
  ['SX03521', { orderType: 'FTO', changeType: 'DISCHARGED' }],
])
