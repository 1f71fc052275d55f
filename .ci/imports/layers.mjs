/** What may import what: of each folder its parts, lowest first. A part imports its own files and lower parts only. */
export const layers = {
  '.': [
    ['packages/contracts'],
    ['packages/client', 'packages/express-server', 'packages/test-browser'],
    ['packages/conformance', 'packages/openapi'],
    ['apps/mock-pi', 'apps/proxy'],
    [
      'packages/bench',
      'packages/dev-env',
      'packages/e2e',
      'packages/openapi-fuzz',
      'packages/release',
    ],
  ],
}
