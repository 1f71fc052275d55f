/** As long as the page that Pi's servers were seen to send (captured in 2021). */
const BYTES = 1_635

const PAGE = `<!DOCTYPE html>
<html>
<head>
  <title>We're sorry, but something went wrong (500)</title>
  <meta name="viewport" content="width=device-width,initial-scale=1">
</head>
<body>
  <h1>Something went wrong.</h1>
  <p>This page comes from the mock: a fault ordered it. Pi sends one like it when its server crashes.</p>
</body>
</html>
`

/** Title, content type and length are Pi's; the text is the mock's. */
export const CRASH_PAGE = {
  contentType: 'text/html; charset=UTF-8',
  body: PAGE.padEnd(BYTES, '\n'),
} as const
