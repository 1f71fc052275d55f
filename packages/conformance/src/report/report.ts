import type { Api } from '../model/operations.ts'
import type { Header } from '../http/wire.ts'

/** The APIs as people call them. */
export const apiNames = {
  platform: 'Pi Platform API',
  aloha: 'aloha-pi API',
} as const satisfies Record<Api, string>

/** What a run found. Every secret in it is masked. */
export type Report = {
  target: Api
  baseUrl: string
  control: string | undefined
  write: boolean
  seed: number
  runs: number
  /** The command that makes the same run again; secrets are environment variables. */
  command: string
  counts: { passed: number; failed: number; skipped: number }
  requests: number
  milliseconds: number
  results: readonly CaseResult[]
}

/** What became of one case. */
export type CaseResult = {
  id: string
  operation: string
  title: string
  outcome: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  reason?: string
  milliseconds: number
  /** What is wrong, in sentences; empty unless it failed. */
  problems: readonly string[]
  /** Of a case that failed, everything that was sent, in order. */
  exchanges: readonly ShownExchange[]
  /** The command that runs only this case. */
  command: string
}

/** One request and its response, fit to be shown. */
export type ShownExchange = {
  to: string
  method: string
  url: string
  sent: { headers: readonly Header[]; body: string | undefined }
  came: { status: number; headers: readonly Header[]; body: string } | { noAnswer: string }
  /** A line for a shell. */
  curl: string
  problems: readonly string[]
}
