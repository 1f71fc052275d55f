import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { printedUrls, startStackProcess, temporaryFolder } from './started-stack.ts'

test('nothing in the data folder is open to others, and a folder that was is closed', async () => {
  await using folder = await temporaryFolder()
  const dataDir = path.join(folder.path, 'dev')
  await mkdir(dataDir, { mode: 0o755 })
  const stack = await startStackProcess(dataDir)
  const inside = await readdir(dataDir, { recursive: true })
  const paths = [
    dataDir,
    `${dataDir}.start-lock`,
    ...inside.map((name) => path.join(dataDir, name)),
  ]
  const open = []
  for (const each of paths) {
    const { mode } = await stat(each)
    if ((mode & 0o077) !== 0) open.push(`${each} ${(mode & 0o777).toString(8)}`)
  }
  stack.child.kill('SIGINT')
  expect(await stack.exitCode).toBe(0)
  // PGlite in a folder made from the image: nearly 500 files.
  expect(paths.length).toBeGreaterThan(400)
  expect(open).toEqual([])
  expect(stack.output()).toContain(
    `The data folder ${dataDir} was open to other users of this machine (mode 755) and is closed now.\n`,
  )
})

test('each start has a fresh database, and nothing of the last one is left in the folder', async () => {
  await using folder = await temporaryFolder()
  const left: string[][] = []
  for (const mark of ['first', 'second']) {
    const stack = await startStackProcess(folder.path)
    await writeFile(path.join(folder.path, 'proxy', mark), '')
    stack.child.kill('SIGINT')
    expect(await stack.exitCode).toBe(0)
    left.push(await readdir(folder.path, { recursive: true }))
  }
  const marks = left.map((names) => names.filter((name) => /first|second|\.old/.test(name)))
  expect(marks).toEqual([[path.join('proxy', 'first')], [path.join('proxy', 'second')]])
})

test('when it is killed, both servers stop with it', async () => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path)
  const { mockUrl, proxyUrl } = printedUrls(stack.output())
  stack.child.kill('SIGKILL')
  await stack.exitCode
  await expect
    .poll(() => fetch(mockUrl).catch(() => 'stopped'), { timeout: 10_000 })
    .toBe('stopped')
  await expect
    .poll(() => fetch(`${proxyUrl}/healthz`).catch(() => 'stopped'), { timeout: 10_000 })
    .toBe('stopped')
})

test('a second start on the same folder is refused, and the first goes on', async () => {
  await using folder = await temporaryFolder()
  const dataDir = path.join(folder.path, 'dev')
  const first = await startStackProcess(dataDir)
  const list = async () =>
    // The shop opens its file when it likes.
    (await readdir(dataDir)).filter((name) => !name.startsWith('shop.'))
  const before = await list()
  const second = await startStackProcess(dataDir)
  expect(await second.exitCode).toBe(1)
  expect(second.output()).toContain(`Another pnpm start is using ${dataDir}`)
  expect(await list()).toEqual(before)
  const { proxyUrl } = printedUrls(first.output())
  expect((await fetch(`${proxyUrl}/readyz`)).status).toBe(200)
  first.child.kill('SIGINT')
  expect(await first.exitCode).toBe(0)
})
