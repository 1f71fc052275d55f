import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('programs/pay-without-network.ts', import.meta.url))

/** Runs a shell command in a network namespace that has nothing but loopback. */
function inNamespace(command: string, ...args: string[]) {
  const shell = `ip link set lo up && exec ${command} "$@"`
  return spawnSync('unshare', ['-rn', 'sh', '-c', shell, 'sh', ...args], { encoding: 'utf8' })
}

const { status, stderr, error } = inNamespace('true')
const cannot = status === 0 ? '' : `needs unshare and ip: ${error?.message ?? stderr.trim()}`

function payInNamespace(...args: string[]) {
  const { stdout, stderr } = inNamespace(`"${process.execPath}"`, SCRIPT, ...args)
  if (stdout === '') throw new Error(`The script printed nothing: ${stderr}`)
  return JSON.parse(stdout)
}

test('M5: a payment runs where there is no network, and asks nothing outside', ({ skip }) => {
  skip(cannot !== '', cannot)
  expect(payInNamespace()).toEqual({ completed: true, memoIsId: true, unroutable: 0 })
})

test('M5: a single packet to the outside would be noticed', ({ skip }) => {
  skip(cannot !== '', cannot)
  expect(payInNamespace('--try-outside').unroutable).toBeGreaterThan(0)
})
