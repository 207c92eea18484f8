import { expect, test } from 'vitest';
import { familyOfImage, parseImageName } from '../../../src/dockerfile/model/base-image.ts';

test.each([
  ['docker.io/library/python:3.12-slim', { name: 'python', tag: '3.12-slim' }],
  ['docker.io/owner/name:latest', { name: 'owner/name', tag: 'latest' }],
  ['localhost:5000/a/b@sha256:00', { name: 'localhost:5000/a/b', digest: 'sha256:00' }],
  ['ghcr.io/a/b:1@sha256:00', { name: 'ghcr.io/a/b', tag: '1', digest: 'sha256:00' }],
  ['public.ecr.aws/docker/library/node:20', { name: 'node', tag: '20' }],
])('%s has these parts', (reference, parts) => {
  expect(parseImageName(reference)).toEqual(parts);
});

test.each([
  ['docker.io/library/debian:bookworm-slim', 'debian'],
  ['docker.io/library/ubuntu:latest', 'debian'],
  ['docker.io/library/python:3.12', 'debian'],
  ['docker.io/library/python:3.12-slim-bookworm', 'debian'],
  ['docker.io/library/python:3.12-alpine3.20', 'alpine'],
  ['docker.io/library/node:20-alpine', 'alpine'],
  ['docker.io/library/php:8-fpm-alpine', 'alpine'],
  ['docker.io/library/openjdk:8-jre', 'debian'],
  ['docker.io/library/openjdk:17-slim', 'debian'],
  ['docker.io/library/openjdk:17', 'redhat'],
  ['docker.io/library/eclipse-temurin:21-ubi9-minimal', 'redhat'],
  ['docker.io/library/alpine:latest', 'alpine'],
  ['docker.io/library/docker:latest', 'alpine'],
  ['docker.io/library/busybox:1', 'busybox'],
  ['docker.io/library/centos:7', 'redhat'],
  ['docker.io/library/oraclelinux:7-slim', 'redhat'],
  ['docker.io/library/amazonlinux:2', 'redhat'],
  ['docker.io/library/fedora:40', 'redhat'],
  ['docker.io/rockylinux/rockylinux:9', 'redhat'],
  ['registry.access.redhat.com/ubi9/ubi-minimal:latest', 'redhat'],
  ['docker.io/redhat/ubi8:latest', 'redhat'],
  ['docker.io/opensuse/leap:15', 'suse'],
  ['docker.io/library/archlinux:base-devel', 'arch'],
  ['mcr.microsoft.com/dotnet/sdk:8.0', 'debian'],
  ['mcr.microsoft.com/dotnet/sdk:8.0-alpine', 'alpine'],
  ['mcr.microsoft.com/dotnet/aspnet:8.0-azurelinux3.0', 'redhat'],
  ['mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022', 'windows'],
  ['mcr.microsoft.com/dotnet/framework/runtime:4.8', 'windows'],
  ['mcr.microsoft.com/windows/servercore:ltsc2022', 'windows'],
  ['docker.io/nvidia/cuda:12.2.0-devel-ubuntu22.04', 'debian'],
  ['docker.io/nvidia/cuda:12.2.0-devel-centos7', 'redhat'],
  ['docker.io/arm64v8/node:20', 'debian'],
  ['docker.io/someone/thing:latest', 'unknown'],
  ['docker.io/someone/thing-alpine:1', 'alpine'],
  ['docker.io/someone/ubuntu18:1', 'debian'],
  ['docker.io/someone/search:2', 'unknown'],
])('%s is of the family %s', (reference, family) => {
  expect(familyOfImage(parseImageName(reference))).toBe(family);
});
