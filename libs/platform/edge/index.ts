export { type CsvHeader, type CsvRecord, csvRecords } from './csv-records.js'
export {
  type ExtractHeading,
  type ExtractTotals,
  type HubAddresses,
  HubClient,
  type HubReceipt,
  type CopyName,
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
export { datedAt, datedOn } from './dated.js'
export { EDGE_MIGRATIONS } from './edge-migrations.js'
export { cursorOf, lockedCursor, moveCursor } from './inbox-cursor.js'
export { InboxController } from './inbox.controller.js'
export { type NativeAnswer, nativeAnswer } from './native-answer.js'
export { Outgoing } from './outgoing.js'
export { type Post, PostRoom } from './post-room.js'
export { type NativeRegister, passRegister, type RegisterAnswer } from './register-extract.js'
export { type EdgeSettings, edgeTokens } from './edge-settings.js'
export { type Misdeed } from './sandbox/misdeed.js'
export {
  type Apply,
  type Confirmed,
  SandboxRegister,
  type SandboxTransaction,
} from './sandbox/sandbox-register.js'
export { SandboxController } from './sandbox/sandbox.controller.js'
export { SandboxTurn, SandboxTurnController } from './sandbox/sandbox-turn.js'
export { runEdge, runEdges } from './run-edge.js'
export { type Agency, type AgencyParts, type EdgeGround, startEdge } from './start-edge.js'
export { NATIVE_BYTES_MAX, takeNative } from './take-native.js'
