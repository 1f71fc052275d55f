import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LoadJob, LoadResult } from './load-generator.ts'

const generator = fileURLToPath(new URL('load-generator.ts', import.meta.url))

/** Puts load on a server from another process. Throws when a response was not a 200 or broke off. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(job)])
  const result = JSON.parse(stdout) as LoadResult
  if (result.errors > 0) throw new Error(`${result.errors} responses were wrong under load`)
  return result
}
