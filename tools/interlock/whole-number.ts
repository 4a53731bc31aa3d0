import { Misuse } from './refusal.js'

/** A whole number from an option, from 0 to 2³¹ − 1. */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text)
  if (/^\d{1,10}$/.test(text) && value <= 2_147_483_647) return value
  throw new Misuse(`--${option} is a whole number, not "${text}".`)
}
