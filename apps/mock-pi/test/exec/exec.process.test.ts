import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { haveFolder } from '../have-folder.ts'
import { runCommandIn } from '../run-command.ts'

/** `mock-pi exec` with its certificates in a folder of the test. */
function runExec(args: readonly string[], env: Record<string, string> = {}) {
  return runCommandIn({ MOCK_PI_DATA_DIR: haveFolder(), ...env }, 'exec', ...args)
}

const node = (script: string) => ['--', process.execPath, '-e', script]

test('the output is the program’s, the exit code too, and nothing stays', async () => {
  const run = runExec(node(`console.log(JSON.stringify(process.env)); process.exit(7)`))
  expect(await run.ended()).toBe(7)
  const env = JSON.parse(run.printed.stdout)
  expect(env).toMatchObject({
    PI_API_KEY: expect.stringMatching(/^alohamock/),
    PI_WALLET_SEED: expect.stringMatching(/^S[A-Z2-7]{55}$/),
    PI_NETWORK: 'Pi Testnet',
    PI_API_URL: env.MOCK_PI_URL,
    https_proxy: env.HTTPS_PROXY,
  })
  expect(run.printed.stderr).toBe(
    `mock-pi exec: in this command minepi.com, pinet.com and socialchain.app are the mock at ${env.MOCK_PI_URL}\n`,
  )
  expect(existsSync(path.dirname(env.SSL_CERT_FILE))).toBe(false)
  await expect(fetch(env.MOCK_PI_URL)).rejects.toThrow('fetch failed')
  await expect(fetch(env.HTTPS_PROXY)).rejects.toThrow('fetch failed')
})

test('programs that a program of Node starts go through the proxy too', async () => {
  const print = `console.log(process.env.NO_PROXY, process.env.no_proxy)`
  const script = `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(print)}], { stdio: 'inherit' })`
  const own = 'intern.example,*,.com,minepi.com,api.minepi.com:443,*.pinet.com'
  const run = runExec(node(script), { NO_PROXY: own, no_proxy: '' })
  expect(await run.ended()).toBe(0)
  const kept = 'localhost,127.0.0.1,::1,intern.example'
  expect(run.printed.stdout).toBe(`${kept} ${kept}\n`)
})
