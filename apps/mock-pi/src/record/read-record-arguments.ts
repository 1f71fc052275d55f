import { parseArgs } from 'node:util'
import { RECORD_OPTIONS } from '../command/pages.ts'
import { UsageError } from '../command/usage-error.ts'
import { readUpstream, type Upstream } from './read-upstream.ts'

export type RecordArguments = {
  upstream: Upstream
  port: number
  output: string
  fixtures: string | undefined
  json: boolean
}

/** Reads the arguments of `mock-pi record`; throws `UsageError`. */
export function readRecordArguments(args: string[]): RecordArguments {
  const { values } = parseArgs({ args, options: RECORD_OPTIONS })
  const { upstream: text, port, output, fixtures, json = false } = values
  if (text == null) {
    throw new UsageError('record needs --upstream, as --upstream https://api.minepi.com')
  }
  const read = readUpstream(text)
  if (!read.ok) throw new UsageError(`--upstream ${read.rule}`)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError('--port must be a port number')
  }
  if (output === '') throw new UsageError('--output must be the name of a file')
  if (fixtures === '') throw new UsageError('--fixtures must be the name of a folder')
  return { upstream: read.upstream, port: Number(port), output, fixtures, json }
}
