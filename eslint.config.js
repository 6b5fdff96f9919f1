import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** What the language itself lets in although its result differs from engine to engine, machine to machine or run to run. */
const impure = [
  ['Date', 'use the view’s now and std/time'],
  ['Intl', 'it differs between engines and locales'],
  ['Promise', 'nothing in the world waits'],
  ['WeakRef', 'garbage collection is not deterministic'],
  ['FinalizationRegistry', 'garbage collection is not deterministic'],
].map(([name, message]) => ({ name, message }));

const inexact =
  'exp log pow sin cos tan atan2 cbrt log2 log10 sinh tanh expm1 log1p asin acos atan asinh acosh atanh hypot random'.split(
    ' ',
  );

export default ts.config(
  { ignores: ['build/**', 'node_modules/**', 'assembly/**/*.ts', 'test-results/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': 'off',
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only: a thing has one name everywhere.',
        },
      ],
    },
  },
  {
    files: ['*.config.{js,ts,cjs}', '.dependency-cruiser.cjs', 'test/**/*.config.ts', '**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/runtime/**'],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': [
        'error',
        ...inexact.map((property) => ({
          object: 'Math',
          property,
          message: 'its bits differ between engines',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only: a thing has one name everywhere.',
        },
        { selector: 'AwaitExpression', message: 'Nothing in the world waits.' },
        { selector: ':function[async=true]', message: 'Nothing in the world waits.' },
        {
          selector: 'MemberExpression[property.name=/^(toLocale.*|localeCompare|normalize)$/]',
          message: 'It differs between engines and locales: compare by code unit.',
        },
        { selector: 'BinaryExpression[operator="**"]', message: 'Its bits differ between engines.' },
      ],
    },
  },
  {
    files: ['web/**/*.svelte', 'web/**/*.ts'],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'The policy forbids it: use a style: directive.',
        },
      ],
    },
  },
);
