/** The stream of the first record of a page, or of a single resource, which has no id. */
export function eventsOf(example: unknown): string {
  const [record] = recordsOf(example)
  return [
    'retry: 1000\nevent: open\ndata: "hello"',
    ...(record == null ? [] : [`id: ${record.paging_token}\ndata: ${JSON.stringify(record)}`]),
    ...(isPage(example) ? [] : [`data: ${JSON.stringify(example)}`]),
    'retry: 10\nevent: close\ndata: "byebye"',
    '',
  ].join('\n\n')
}

type Page = { _embedded: { records: readonly { paging_token: string }[] } }

function isPage(example: unknown): example is Page {
  return typeof example === 'object' && example != null && '_embedded' in example
}

function recordsOf(example: unknown) {
  return isPage(example) ? example._embedded.records : []
}
