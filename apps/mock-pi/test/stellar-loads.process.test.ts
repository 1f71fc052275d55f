import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('programs/list-stellar-loads.ts', import.meta.url))

test("a mock starts and serves payments without Stellar's library, which the first signature loads", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM])
  expect(JSON.parse(stdout)).toEqual({ created: 200, beforePaying: 0, isLoadedByPaying: true })
})
