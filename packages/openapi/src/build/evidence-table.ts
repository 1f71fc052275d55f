import type { Evidence } from '@aloha-pi/contracts/evidence'
import type { DocumentedError } from './document-source.ts'

/** Evidence of an operation in one line of Markdown. */
export function describeEvidence(evidence: Evidence): string {
  return `**Evidence: ${levelOf(evidence)}.** Source: ${sourceOf(evidence)}`
}

/** Errors of one status as a Markdown table. */
export function describeErrors(errors: readonly DocumentedError[]): string {
  return table(
    ['Error', 'Evidence', 'Source'],
    errors.map(({ code, message, evidence }) => [
      `\`${code}\`<br>${message}`,
      levelOf(evidence),
      sourceOf(evidence),
    ]),
  )
}

/** Values of one field as a Markdown table. */
export function describeValues(values: Readonly<Record<string, Evidence>>): string {
  return table(
    ['Value', 'Evidence', 'Source'],
    Object.entries(values).map(([value, evidence]) => [
      `\`${value}\``,
      levelOf(evidence),
      sourceOf(evidence),
    ]),
  )
}

/** The same for programs, as the extension `x-evidence`. */
export function evidenceOfErrors(errors: readonly DocumentedError[]) {
  return errors.map(({ code, message, evidence }) => ({ code, message, ...evidence }))
}

/** Its level, and what of it is made up. */
export function levelOf({ level, assumed = [] }: Evidence): string {
  return assumed.length === 0 || level === 'assumed'
    ? level
    : `${level}; assumed: ${assumed.join(', ')}`
}

/** Its source, as sentences. */
export function sourceOf({ source, note }: Evidence): string {
  const sentence = source.endsWith('.') ? source : `${source}.`
  return note == null ? sentence : `${sentence} ${note}`
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
