/** A table whose cells may hold anything that stands on one line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
}

/** `a, b and c` */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Text set as code; a condition may hold anything but a back-tick. */
export function code(text: string): string {
  return `\`${text.trim().replace(/\s+/g, ' ')}\``
}

/** The anchor that GitHub and GitLab give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-')
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item.trim().replace(/\s*\n\s*/g, ' ')}`).join('\n')
}
