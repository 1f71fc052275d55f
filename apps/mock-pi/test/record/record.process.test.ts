import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { haveFolder } from '../have-folder.ts'
import { runCommand } from '../run-command.ts'
import { haveServer } from './have-recorder.ts'

test('Ctrl-C ends a recording with a request under way; its files and a summary are there', async () => {
  const folder = haveFolder()
  const output = path.join(folder, 'out.json')
  let isHeld = () => {}
  const held = new Promise<void>((resolve) => (isHeld = resolve))
  const upstream = await haveServer((req, res) => {
    if (req.url === '/v2/hold') return isHeld()
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"uid":"zqx","level":3}')
  })
  const record = () =>
    runCommand('record', '--upstream', upstream, '--port', '0', '--output', output, '--json')

  const first = record()
  const { url } = JSON.parse(await first.nextLine())
  const asUser = { headers: { authorization: 'Bearer zqx' } }
  await (await fetch(`${url}/v2/me`, asUser)).text()
  const open = fetch(`${url}/v2/hold`, asUser).catch(() => 'cut off')
  await held
  first.child.kill('SIGINT')
  first.child.kill('SIGINT')
  expect(await first.ended()).toBe(0)
  expect(await open).toBe('cut off')
  expect(first.printed.stderr).toContain('  response 200: body.level: extra member (number)\n')
  expect(statSync(output).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({
    runs: 1,
    unfinished: { 'the recording ended': 1 },
  })

  const second = record()
  const { url: again } = JSON.parse(await second.nextLine())
  await (await fetch(`${again}/v2/me`, asUser)).text()
  second.child.kill('SIGTERM')
  expect(await second.ended()).toBe(0)
  expect(second.printed.stderr).toContain(
    'Run 2: 1 exchange with 1 operation, 1 difference, 0 of them new.',
  )
  const everything = JSON.stringify([first.printed, second.printed, readFileSync(output, 'utf8')])
  expect(everything).not.toContain('zqx')
})
