import { bodyBytes } from './bounded-body.js'
import { type NativeAnswer, nativeAnswer } from './native-answer.js'
import type { NativeMessages } from './native-messages.js'

/** Largest native message; a long hearing of the public samples has 400 kB. */
export const NATIVE_BYTES_MAX = 2 * 1_048_576

/**
 * Takes a request's body as one native message of that format.
 * @throws Problem 413, 422 with every fault and its place; HubError when the hub cannot be reached: the bytes are kept
 */
export async function takeNative(
  messages: NativeMessages,
  format: string,
  body: unknown,
): Promise<NativeAnswer> {
  return nativeAnswer(await messages.accept(format, await bodyBytes(body, NATIVE_BYTES_MAX)))
}
