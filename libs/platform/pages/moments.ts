import type { Instant } from '#core/kernel'

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
})

/** As GOV.UK writes dates, in London: `Mon 3 October 2011`. */
export function londonDate(at: Instant): string {
  return DAY.format(at).replace(',', '')
}

/** `Mon 3 October 2011, 9:05am`. */
export function londonMoment(at: Instant): string {
  return `${londonDate(at)}, ${TIME.format(at)
    .replace(/[\s\u202f]/g, '')
    .toLowerCase()}`
}
