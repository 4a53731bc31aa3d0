export { type CsvHeader, type CsvRecord, csvRecords } from './csv-records.js'
export {
  type ExtractHeading,
  type ExtractTotals,
  type HubAddresses,
  HubClient,
  type HubReceipt,
  type InboxCopy,
  type InboxPage,
} from './hub-client.js'
export {
  NATIVE_MESSAGE_TABLE,
  NativeMessages,
  type NativeOutcome,
  type NativeState,
  type NativeTranslation,
  type Translate,
} from './native-messages.js'
export { type TranslatedRow, translatedLines, type TranslationCounts } from './translated-lines.js'
export { bodyBytes } from './bounded-body.js'
export { cursorOf, INBOX_CURSOR_TABLE, lockedCursor, moveCursor } from './inbox-cursor.js'
export { type NativeAnswer, nativeAnswer } from './native-answer.js'
export { ownCallers } from './own-callers.js'
export { resumeUntilDone } from './resume.js'
export { type EdgeSettings, edgeTokens } from './edge-settings.js'
