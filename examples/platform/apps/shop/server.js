// Answers every request; with --check it asks itself once and ends.
import { createServer } from 'node:http';
import colors from 'picocolors';

const server = createServer((_request, response) =>
  response.end(`shop: ${colors.createColors(false).bold('open')}\n`),
);
server.listen(process.argv.includes('--check') ? 0 : 8080, async () => {
  if (!process.argv.includes('--check')) return;
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  process.stdout.write(await answer.text());
  server.close();
});
