// Projects as careful people write them: no finding at warning or above, and no advice either.
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../support/context-trees.ts';
import { judgeProject } from '../../support/judge-project.ts';

const PROJECTS: readonly (readonly [string, Tree])[] = [
  [
    'Node with an allowlist',
    {
      Dockerfile:
        'FROM node:20 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY src src\nRUN npm run build\nFROM node:20-slim\nCOPY --from=build /app/dist /app\n',
      '.dockerignore': '*\n!package.json\n!package-lock.json\n!src\n',
      'package.json': '{}',
      'package-lock.json': '{}',
      src: { 'index.js': 'x' },
      node_modules: { a: 'x'.repeat(2_000_000) },
      '.git': { HEAD: 'x' },
    },
  ],
  [
    'Python with COPY . .',
    {
      Dockerfile:
        'FROM python:3\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n',
      '.dockerignore':
        '.git\n.venv\n**/__pycache__\n**/*.pyc\n.env\n*.md\ntests\nDockerfile\n.dockerignore\n',
      'requirements.txt': 'flask',
      app: { 'main.py': 'x', __pycache__: { 'main.pyc': 'x'.repeat(2_000_000) } },
      '.git': { HEAD: 'x'.repeat(2_000_000) },
      'README.md': 'x',
      tests: { 'a.py': 'x' },
    },
  ],
  [
    'Go without an ignore file',
    {
      Dockerfile:
        'FROM golang AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY cmd cmd\nRUN go build -o /app ./cmd\nFROM scratch\nCOPY --from=build /app /app\n',
      'go.mod': 'module x',
      'go.sum': '',
      cmd: { 'main.go': 'package main' },
      '.git': { HEAD: 'x'.repeat(2_000_000) },
    },
  ],
];

describe('a well-made project', () => {
  test.each(PROJECTS)('%s', async (_, tree) => {
    const findings = await judgeProject(tree, { isSearched: true });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
