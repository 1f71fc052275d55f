import { parseArgs } from 'node:util'
import type { Explanation } from '@aloha-pi/contracts/wire'
import { createMockControl } from '../control-client/index.ts'
import { EXPLAIN_OPTIONS } from './pages.ts'
import { UsageError } from './usage-error.ts'

const MAX_WAIT_MS = 10_000

/** Reads `ID --url URL`; throws a sentence. */
export function readExplainArguments(args: string[]): { id: string; url: string } {
  const { values, positionals } = parseArgs({
    args,
    options: EXPLAIN_OPTIONS,
    allowPositionals: true,
  })
  const [id = 'last', ...others] = positionals
  if (others.length > 0) throw new UsageError('explain takes one id: the value of x-request-id')
  const url = URL.parse(values.url)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`--url must be a URL like ${EXPLAIN_OPTIONS.url.default}`)
  }
  return { id, url: `${url.origin}${url.pathname}` }
}

/** Asks a running mock what became of a request, and writes it for people; throws a sentence. */
export async function explain({ id, url }: { id: string; url: string }): Promise<string> {
  const mock = createMockControl({ url, timeoutMs: MAX_WAIT_MS })
  return toText(await mock.explain(id))
}

function toText(explained: Explanation): string {
  const { method, path, status, rule, request_id, at, happened, why, pi, next } = explained
  return [
    `${method} ${path} → ${status ?? 'no response'}   rule ${rule}`,
    `request ${request_id} at ${at}`,
    '',
    'What happened',
    `  ${happened}`,
    'Why',
    `  ${why}`,
    'What the real Pi does',
    `  ${pi.known}`,
    `  (${pi.level}; ${pi.source})`,
    'What to do next',
    ...next.map((each) => `  - ${each}`),
  ].join('\n')
}
