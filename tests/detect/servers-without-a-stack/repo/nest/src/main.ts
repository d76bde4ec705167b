import { NestFactory } from "@nestjs/core";
import express from "express";
