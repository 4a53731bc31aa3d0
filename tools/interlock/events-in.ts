import { Misuse } from './refusal.js'

/** One event, an array of them, or JSON lines. */
export function eventsIn(content: string): unknown[] {
  const trimmed = content.trim()
  if (trimmed === '') throw new Misuse('There is no event in it.')
  try {
    const whole: unknown = JSON.parse(trimmed)
    return Array.isArray(whole) ? whole : [whole]
  } catch {
    return trimmed
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : [eventIn(line, index + 1)]))
  }
}

function eventIn(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Misuse(`Line ${number} is not JSON: send one event, an array of them, or JSON lines.`)
  }
}
