import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Prints every module that the proxy loads, as Node names it. */
const script = (prelude: string) => `
${prelude}
const { registerHooks } = await import('node:module')
const urls = new Set()
registerHooks({ load(url, context, next) { urls.add(url + ' ' + context.format); return next(url, context) } })
await import('./src/run-command.ts')
await (await import('./src/wallet/stellar.ts')).loadStellar()
console.log(JSON.stringify([...urls].toSorted()))`

async function loaded(prelude: string): Promise<string[]> {
  const run = promisify(execFile)
  const cwd = new URL('..', import.meta.url)
  const args = ['--input-type=module', '-e', script(prelude)]
  const { stdout } = await run(process.execPath, args, { cwd, maxBuffer: 10_000_000 })
  return JSON.parse(stdout) as string[]
}

test('the short way to the modules of drizzle and of Stellar leads to the same modules', async () => {
  const long = await loaded('')
  const short = await loaded("await import('./src/resolve-large.ts')")
  expect(short.filter((url) => !url.includes('resolve-large'))).toEqual(
    long.filter((url) => !url.includes('resolve-large')),
  )
  expect(long.filter((url) => url.includes('/drizzle-orm/')).length).toBeGreaterThan(100)
  expect(long.filter((url) => url.includes('/stellar-sdk/')).length).toBeGreaterThan(100)
})
