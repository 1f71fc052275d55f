import type { JournalEntry } from '@aloha-pi/contracts/wire'

/** Which requests are meant. Bodies match when they hold at least what is given, with vitest's matchers inside. */
export type ExpectedRequest = {
  /** How many. Default: at least one. */
  times?: number | undefined
  body?: unknown
  /** Part of the response's body. */
  response?: unknown
  path?: string | undefined
  /** As `404`. */
  status?: number | undefined
  app_id?: string | undefined
  payment_id?: string | undefined
  /** Of the mock, as in `x-mock-rule`. */
  rule?: string | undefined
}

/** Whether a value holds what is expected, as `toMatchObject` compares. */
export type Holds = (value: unknown, expected: unknown) => boolean

const FIELDS = ['path', 'app_id', 'payment_id', 'rule'] as const

/** Names of what an entry does not fulfil; an empty list: it matches. */
export function differences(
  entry: JournalEntry,
  expected: ExpectedRequest,
  holds: Holds,
): string[] {
  const { body, response, status } = expected
  const different: string[] = FIELDS.filter(
    (field) => expected[field] != null && entry[field] !== expected[field],
  )
  if (status != null && entry.response?.status !== status) different.push('status')
  if (body !== undefined && !holds(entry.request.body, body)) different.push('body')
  if (response !== undefined && !holds(entry.response?.body, response)) different.push('response')
  return different
}
