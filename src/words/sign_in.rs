//! Words of signing in, and of one's own password.

/// Words of signing in, and of one's own password.
#[allow(missing_docs, reason = "the names say it")]
pub struct SignInWords {
    pub again_title: &'static str,
    pub again_text: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub submit: &'static str,
    pub wait: fn(u32) -> String,
    pub old_password: &'static str,
    pub new_password: &'static str,
    pub new_password_hint: fn(usize) -> String,
    pub password_changed: &'static str,
    pub help: &'static str,
}

pub const ENGLISH: SignInWords = SignInWords {
    again_title: "Your session has ended",
    again_text: "Sign in again to go on. Nothing on the page is lost.",
    email: "Email",
    password: "Password",
    show_password: "Show the password",
    hide_password: "Hide the password",
    submit: "Sign in",
    wait: |seconds| {
        if seconds == 1 {
            "You can try again in 1 second.".to_owned()
        } else {
            format!("You can try again in {seconds} seconds.")
        }
    },
    old_password: "Old password",
    new_password: "New password",
    new_password_hint: |min| format!("At least {min} characters. It signs you out on your other devices."),
    password_changed: "Password changed. Your other sessions have ended.",
    help: "Contact support",
};

pub const CHINESE: SignInWords = SignInWords {
    again_title: "会话已结束",
    again_text: "请重新登录以继续，页面上的内容不会丢失。",
    email: "邮箱",
    password: "密码",
    show_password: "显示密码",
    hide_password: "隐藏密码",
    submit: "登录",
    wait: |seconds| format!("{seconds} 秒后可重试。"),
    old_password: "原密码",
    new_password: "新密码",
    new_password_hint: |min| format!("至少 {min} 个字符。您在其他设备上的会话将结束。"),
    password_changed: "密码已修改，您的其他会话已结束。",
    help: "联系支持",
};
