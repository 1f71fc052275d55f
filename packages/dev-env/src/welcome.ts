import path from 'node:path'
import type { Stack } from './start-stack.ts'
import { tourLines } from './tour.ts'

/** What `pnpm start` prints: a table of addresses and keys, and the tour to paste. */
export function welcome(stack: Stack, readyMs: number): string {
  const { shop, mock, proxy, logs } = stack
  const rows: [string, string][] = [
    ['demo shop', `${shop.url}   (open it in a browser: your first payment)`],
    ['mock Pi', `${mock.url}   (reference: ${mock.url}/docs)`],
    ['proxy', `${proxy.url}   (reference: ${proxy.url}/docs)`],
    ['Pi API key', mock.apiKey],
    ['proxy API key', proxy.developmentKey],
    ['wallet', mock.wallet.address],
    ['wallet seed', mock.wallet.seed],
    ['network', mock.network],
    ...mock.users.map((user): [string, string] => [`user ${user.username}`, user.uid]),
    ['spelling', spellingNote(mock.spelling)],
    ['logs', `${relative(logs.mock)}, ${relative(logs.proxy)}`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const table = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  const tour = tourLines({
    mockUrl: mock.url,
    proxyUrl: proxy.url,
    proxyKey: proxy.developmentKey,
  })
  return [
    `aloha-pi is ready (${(readyMs / 1000).toFixed(1)} s). Everything is local; keys and wallets are worthless elsewhere.`,
    '',
    ...table,
    '',
    'The same by hand, step by step: paste these lines into another terminal.',
    '',
    ...tour.map((line) => `  ${line}`),
    '',
    ...(stack.resetCommand == null
      ? []
      : [
          `${stack.resetCommand} in another terminal resets all: a new world, an empty database and no orders.`,
        ]),
    'Ctrl-C stops all.',
  ].join('\n')
}

function spellingNote(spelling: string): string {
  return spelling === 'wire'
    ? 'wire: exactly the field names that Pi sends'
    : `${spelling}: the field names that Pi sends, and the guide's (user_uid and Pioneer_uid, …)`
}

function relative(file: string): string {
  return path.relative(process.cwd(), file)
}
