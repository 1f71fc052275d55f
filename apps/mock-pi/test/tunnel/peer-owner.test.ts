import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { findOwner, place } from '../../src/tunnel/peer-owner.ts'
import { startTunnel } from './start-tunnel.ts'
import { runToEnd } from '../exec/start-exec.ts'

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1
`
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 4 1 0 20 4 30 10 -1
`
const ours = place('127.0.0.1', 8080) ?? ''

test('the owner is that of the socket at the other end, in either table', () => {
  const owner = (port: number) =>
    findOwner([TCP, TCP6], { theirs: place('127.0.0.1', port) ?? '', ours })
  expect([50_000, 50_001, 50_002].map(owner)).toEqual([1001, 1002, undefined])
  expect(place('::ffff:127.0.0.1', 8080)).toBe('0100007F:1F90')
  expect(place('::1', 8080)).toBeUndefined()
})

const asNobody = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  'curl',
  '-sS',
  '--noproxy',
  '',
]

test('M13: a program of another user gets 403 for each kind of request', async ({ skip }) => {
  const { status } = spawnSync('setpriv', [...asNobody.slice(0, 3), 'curl', '--version'])
  skip(status !== 0, 'needs root, setpriv and curl')
  const { mock, ports } = await startTunnel()
  const proxy = `http://127.0.0.1:${ports.proxy}`
  const forbidden = 'mock-pi: Only programs of the user who started this proxy may use it.\n'

  const tunnel = ['-x', proxy, '-k', '-i', 'https://api.minepi.com/v2/me']
  const tunnelled = await runToEnd('setpriv', [...asNobody, ...tunnel], process.env)
  expect(tunnelled).toMatchObject({
    code: 56,
    stdout: expect.stringContaining('HTTP/1.1 403 Forbidden'),
  })
  for (const args of [['-x', proxy, mock.url], [proxy]]) {
    const run = await runToEnd('setpriv', [...asNobody, ...args], process.env)
    expect(run).toEqual({ code: 0, stdout: forbidden, stderr: '' })
  }
  // The same as this user.
  const own = await runToEnd('curl', ['-sS', '--noproxy', '', ...tunnel], process.env)
  expect(own.stdout).toContain('HTTP/1.1 401 Unauthorized')
})
