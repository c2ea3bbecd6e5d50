"""What the set-up says, in English and Chinese, before the catalogue can be read."""

from __future__ import annotations

import locale
import os
import sys

CHINESE = {
    "GridStudio needs Python 3.11, 3.12 or 3.13, and this is {version}: start main.py "
    "with one of those.": (
        "GridStudio 需要 Python 3.11、3.12 或 3.13，当前是 {version}：请改用其中之一启动 main.py。"
    ),
    "Setting GridStudio up, once; this takes a minute or two.": (
        "首次启动，正在安装 GridStudio，约需一两分钟。"
    ),
    "Another start is setting GridStudio up; waiting for it.": (
        "另一个启动进程正在安装 GridStudio，请稍候。"
    ),
    "Installing system packages: {packages}": ("正在安装系统软件包：{packages}"),
    "Making the Python environment in {folder}": ("正在建立 Python 环境：{folder}"),
    "Downloading and installing the components": ("正在下载并安装组件"),
    "Ready.": ("安装完成。"),
    "The environment in .venv was not made by GridStudio; it is kept as {name}.": (
        "目录 .venv 不是由 GridStudio 建立的，已改名保留为 {name}。"
    ),
    "The system lacks {missing}. Run this command, then start again:\n  {command}": (
        "系统缺少{missing}。请先运行下面这条命令，然后重新启动：\n  {command}"
    ),
    "The system lacks {missing}. Install the packages that hold them, then start again.": (
        "系统缺少{missing}。请安装包含它们的软件包，然后重新启动。"
    ),
    "The system lacks {missing}; GridStudio starts nevertheless. This command adds "
    "them:\n  {command}": (
        "系统缺少{missing}，GridStudio 仍可启动。可用下面这条命令补装：\n  {command}"
    ),
    "The system lacks {missing}; GridStudio starts nevertheless.": (
        "系统缺少{missing}，GridStudio 仍可启动。"
    ),
    "The system packages could not be installed: check the network and run this command, "
    "then start again:\n  {command}": (
        "系统软件包安装失败：请检查网络并运行下面这条命令，然后重新启动：\n  {command}"
    ),
    "Python's venv module": (" Python 的 venv 模块"),
    "a Chinese font": ("中文字体"),
    "The Python environment could not be made; see {log} for the reason, then start again.": (
        "Python 环境建立失败；原因见 {log}，处理后请重新启动。"
    ),
    "The components could not be downloaded: check the network, or name a nearer package "
    "index in the environment variable PIP_INDEX_URL, then start again (details: {log}).": (
        "组件下载失败：请检查网络，或在环境变量 PIP_INDEX_URL 中指定较近的镜像，然后重新启动（"
        "详情：{log}）。"
    ),
    "The package index shows a certificate that is not trusted here: name your network's "
    "certificate file in the environment variable PIP_CERT, then start again (details: {log}).": (
        "软件包镜像的证书不受信任：请在环境变量 PIP_CERT 中指定所在网络的证书文件，"
        "然后重新启动（详情：{log}）。"
    ),
    "A downloaded component differs from the pinned one: start again, without a mirror "
    "if one is configured (details: {log}).": (
        "下载的组件与锁定的版本不一致：请重新启动；如果配置了镜像，请先停用（详情：{log}）。"
    ),
    "The disk is full: free about 2 GB and start again (details: {log}).": (
        "磁盘已满：请腾出约 2 GB 空间后重新启动（详情：{log}）。"
    ),
    "GridStudio cannot be set up in {folder}: {reason}. Make the folder writable, or "
    "copy it to one that is.": (
        "无法在 {folder} 中安装 GridStudio：{reason}。请使该目录可写，或把它复制到可写的位置。"
    ),
    "Stopped; the next start sets GridStudio up from the beginning.": (
        "已停止；下次启动时将重新安装 GridStudio。"
    ),
}


class SetupFailed(Exception):
    """The set-up cannot go on; the text is one sentence that says what failed and what to do."""


def sentence(text: str, **values: object) -> str:
    """``text`` in Chinese where the system speaks Chinese, its ``{names}`` filled."""
    return (CHINESE[text] if _speaks_chinese() else text).format(**values)


def _speaks_chinese() -> bool:
    """By the variables first: a bare Linux may name a locale that it has not generated."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, named), "") or locale.getlocale()[0] or ""
    return language.startswith(("zh", "Chinese"))


def tell(text: str, **values: object) -> None:
    """Say it on stderr: stdout belongs to the verb that runs afterwards."""
    say(sentence(text, **values))


def say(line: str) -> None:
    """Print a finished line on stderr, also where the terminal cannot show every letter."""
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)
