import type { MockResponse } from './mock-port.ts'

type Refusal = {
  error?: string
  title?: string
  extras?: { result_codes?: { transaction: string; operations?: string[] } }
}

/** The code of a refusal, in whatever shape its API has; for a transaction the code that says most. */
export function errorOf({ status, body }: MockResponse): string | undefined {
  if (status < 300) return undefined
  const { error, extras, title } = (body ?? {}) as Refusal
  const { transaction, operations = [] } = extras?.result_codes ?? {}
  const failed = operations.find((code) => code !== 'op_success')
  return error ?? failed ?? transaction ?? title?.toLowerCase()
}
